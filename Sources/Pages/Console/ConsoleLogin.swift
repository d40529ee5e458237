extension Console {
    /// - Parameter message: Why the last key was not accepted.
    public static func login(message: String?) -> HTML {
        page(
            title: "Sign in", signedIn: false,
            """
            <div class="narrow entrance">
            <h1>OnRecord console</h1>
            \(alert(message))
            <section>
            <form method="post" action="/login">
            <div class="fields"><label>Operator key<span>It stands as operatorKey in secrets.json, in the data folder.</span>
            <input type="password" name="key" autocomplete="current-password" required autofocus></label></div>
            <button class="primary">Sign in</button>
            </form>
            </section>
            </div>
            """)
    }
}
