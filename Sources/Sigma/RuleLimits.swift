/// What one document may ask of whoever loads it. Each bound is on the text's structure, far above what rules need,
/// so that no document takes long to load or to refuse.
public enum RuleLimits {
    /// Bytes of text.
    public static let documentBytes = 384 * 1_024
    /// Values, lists and maps, and names of values, with each YAML alias counted as all that it repeats.
    public static let values = 16_000
    /// Line ends, colons with space behind them, and commas counted twice: the parser makes something of each before
    /// anybody can count values.
    public static let marks = 24_000
    /// Lists and maps inside each other.
    public static let depth = 100
    /// YAML aliases in a document that has anchors.
    public static let aliases = 4
    /// Bytes of a document that has any.
    public static let aliasedBytes = 32 * 1_024
    /// Search identifiers.
    public static let selections = 256
    /// Bytes of all conditions together.
    public static let conditionBytes = 8_192
    /// Texts that values with encodings become; `base64offset` makes three of each.
    public static let encodedForms = 10_000
    /// Steps of all regular expressions of a rule together.
    public static let expressionSteps = 200_000
}
