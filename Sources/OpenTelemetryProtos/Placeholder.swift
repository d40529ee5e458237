// Generated code follows.
