import Sigma

/// Reads one JSON text (RFC 8259) from bytes into a value. Strict, bounded in depth, and exact about where it stopped.
/// When a key stands twice in an object, the last one counts.
public enum JSONReader {
    public typealias Problem = JSONProblem

    public static func read(_ bytes: ArraySlice<UInt8>) throws(Problem) -> Value {
        var builder = JSONBlock.Builder(copying: bytes)
        let place = try builder.scan(0..<bytes.count)
        return JSONText(builder.finish(), place).value
    }
}
