import Foundation

/// What a person at a terminal reads: standard error.
enum Console {
    static func say(_ text: String) { write("onrecord: \(text)\n") }

    fileprivate static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Standard output for many small lines.
struct StandardOutput {
    private var buffer: [UInt8] = []

    mutating func write(_ text: String) { buffer += text.utf8 }

    mutating func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                let reason = String(cString: strerror(errno))
                throw InputProblem("The matches cannot be written: \(reason).", exitCode: 73)
            }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// How far it is, on one line that is written over: only where a person looks on, and only once it takes long.
struct Progress {
    private static let firstAfter = Duration.seconds(1)
    private static let every = Duration.milliseconds(250)

    private let size: Int?
    private let isShown = isatty(STDERR_FILENO) == 1
    private var nextAt = ContinuousClock.now + firstAfter
    private var isOnScreen = false

    /// - Parameter size: bytes of the whole input, where it is known.
    init(size: Int?) { self.size = size }

    mutating func show(_ byteCount: Int, _ matchCount: Int) {
        guard isShown, ContinuousClock.now >= nextAt else { return }
        nextAt = .now + Progress.every
        isOnScreen = true
        let whole = size.map { " of \($0 / 1_000_000)" } ?? ""
        Console.write("\r\u{1b}[K\(byteCount / 1_000_000)\(whole) MB read, \(matchCount) matches")
    }

    /// Leaves the line to whatever is said next.
    func clear() {
        if isOnScreen { Console.write("\r\u{1b}[K") }
    }
}
