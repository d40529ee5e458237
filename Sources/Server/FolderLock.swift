import Foundation

/// Keeps a second server off a data folder: two would sign one record and send every mail twice. The system lets go of
/// the lock when the process ends, however it ends.
final class FolderLock: Sendable {
    private let file: CInt

    init(_ folder: String) throws {
        let path = "\(folder)/lock"
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileProblem(path: path, doing: "opened") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw StartProblem(
                "Another process serves the data folder \(folder). Stop it, or name another folder with --data.",
                exitCode: .cannotWrite)
        }
    }

    deinit { close(file) }
}
