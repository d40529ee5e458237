/// What the operator of the story writes.
enum StoryTexts {
    static let update = """
        The three tokens used by the stranger are dead, and the version that leaked them is no longer running. We are \
        reading the logs of the last thirty days to see whether it happened before. The full account comes by the time \
        shown on this page.
        """

    static let postMortem = [
        "what_happened": """
        Somebody used the API tokens of **three customers** to read one secret each. The tokens were real; the person \
        was not their owner. The reads came from one address, `203.0.113.66`, within a minute.

        No other customer's token was used, and nothing was changed or deleted.
        """,
        "why": """
        Version v42 of the data plane wrote request headers into an error log when a request timed out. For eleven \
        requests that included the token. The log was readable by a support tool, and the support tool's own session \
        had been taken over.

        Two of our checks should have stopped this and did not:

        - The log filter removes tokens by header name. The new code wrote the headers under another name.
        - The support tool could read raw logs, though nobody needed it to.
        """,
        "how_found": """
        Our rule for tokens used from new addresses fired on the first read and paged the person on call. No customer \
        had to tell us.
        """,
        "what_was_done": """
        1. All three tokens were revoked the moment the breach was confirmed, by the system itself.
        2. The three customers were mailed in the same moment, and could mint new tokens at once.
        3. The data plane was rolled back to v41, which never wrote those headers.
        4. The error log was deleted after a copy was sealed for the examination.
        """,
        "what_changes": """
        - Tokens are removed from logs by their shape, not by the name of the field they stand in.
        - The support tool has lost its access to raw logs.
        - A test now sends a canary token through every error path and fails if any log contains it.
        """,
    ]

    static let correction = """
        The text above says that eleven requests were logged with their token. On a second count it was twelve: one \
        timed out twice. No further token is affected.
        """
}
