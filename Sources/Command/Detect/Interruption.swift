import Foundation
import Synchronization

/// Ctrl-C and a request to stop end the reading, not the process: what was found is written first. A second one ends the
/// process at once. A reader that went away (`| head`) ends it quietly, as it ends other tools.
enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// The number of the signal that came, if one came.
    static var signal: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    static func listen() {
        // Touched here, so that the handler finds it made: a handler must not allocate.
        received.store(0, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { Interruption.received.store($0, ordering: .relaxed) }
        // Without SA_RESTART, so that a read which waits gives up.
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
        Foundation.signal(SIGPIPE, SIG_DFL)
    }
}
