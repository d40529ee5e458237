import Foundation
import Intake

/// A file or standard input, read in chunks and handed on line by line: memory does not grow with its size.
struct InputFile {
    private static let chunkBytes = 1 << 20

    /// As the command line has it.
    let name: String
    /// Bytes; nil for what has no size, such as a pipe.
    let size: Int?
    private let descriptor: Int32

    init(_ path: String) throws {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw InputFile.unreadable(name) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw InputProblem("\(name) is a folder; expected a file of events.", exitCode: 66)
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Each chunk, with the bytes read so far, until the end or until `body` answers false. A read that a signal
    /// interrupts hands on an empty one, so that `body` can decide.
    func readChunks(_ body: (_ chunk: ArraySlice<UInt8>, _ byteCount: Int) throws -> Bool) throws {
        var chunk = [UInt8](repeating: 0, count: InputFile.chunkBytes)
        var byteCount = 0
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 || errno == EINTR else { throw InputFile.unreadable(name) }
            if count == 0 { break }
            byteCount += max(count, 0)
            guard try body(chunk[..<max(count, 0)], byteCount) else { return }
        }
    }

    /// Every line, until `body` answers false.
    func readLines(_ body: (LineSplitter.Line) -> Bool) throws {
        var splitter = LineSplitter()
        var isDone = false
        try readChunks { chunk, _ in
            isDone = !splitter.feed(chunk).allSatisfy(body)
            return !isDone
        }
        if !isDone, let last = splitter.finish() { _ = body(last) }
    }

    private static func unreadable(_ name: String) -> InputProblem {
        let reason = String(cString: strerror(errno))
        return InputProblem("\(name) cannot be read: \(reason). Check the path and its permissions.", exitCode: 66)
    }
}

/// Something the command line names and that cannot be used, with the exit code that says so.
struct InputProblem: Error, CustomStringConvertible {
    let description: String
    let exitCode: Int32

    init(_ description: String, exitCode: Int32) {
        (self.description, self.exitCode) = (description, exitCode)
    }
}
