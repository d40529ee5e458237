import Testing

/// Every test here starts the built program as a process of its own. They run one after the other, because each
/// measures what a machine with two cores should manage.
@Suite("The real program", .serialized, .timeLimit(.minutes(5)))
struct RealProgram {}
