import Courier
import NIOCore
import Synchronization

/// Everybody who is connected, and who has hung up but whose messages are not delivered yet.
final class SyslogConnections: Sendable {
    private struct Everybody {
        var places: Places<ObjectIdentifier>
        var connections: [ObjectIdentifier: NIOLoopBound<SyslogConnection>] = [:]
    }

    private let everybody: Mutex<Everybody>

    init(countMax: Int, perPeerMax: Int) {
        everybody = Mutex(Everybody(places: Places(countMax: countMax, perPeerMax: perPeerMax)))
    }

    /// Called on the channel's own event loop. Hangs up on somebody silent where that makes room; false: there is none.
    func add(_ connection: SyslogConnection, _ channel: any Channel) -> Bool {
        let id = ObjectIdentifier(connection)
        let bound = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        let peer = PeerNetwork(channel.remoteAddress)
        let (isAdded, displaced) = everybody.withLock { everybody in
            switch everybody.places.take(id, peer: peer, at: channel.eventLoop.now) {
            case .refused: return (false, NIOLoopBound<SyslogConnection>?.none)
            case .given(let displaced):
                everybody.connections[id] = bound
                return (true, displaced.flatMap { everybody.connections[$0] })
            }
        }
        if let displaced { tell(displaced) { $0.end() } }
        if isAdded { connection.finished.whenComplete { _ in self.remove(id) } }
        return isAdded
    }

    /// - Parameter moment: Since when nothing has come from it; nil while it is not at the sender to do something.
    func note(_ connection: SyslogConnection, silentSince moment: NIODeadline?) {
        everybody.withLock { $0.places.note(ObjectIdentifier(connection), silentSince: moment) }
    }

    private func remove(_ id: ObjectIdentifier) {
        everybody.withLock { everybody in
            everybody.places.leave(id)
            everybody.connections[id] = nil
        }
    }

    // MARK: - Stopping

    /// Ends all connections, and waits until everything that was read is delivered.
    func drain() async {
        tellAll { $0.end() }
        while let next = everybody.withLock({ $0.connections.values.first }) {
            // One that was accepted last may not have heard it yet.
            let isCancelled = Task.isCancelled
            let finished = next.eventLoop.flatSubmit {
                if isCancelled { next.value.abandon() } else { next.value.end() }
                return next.value.finished
            }
            try? await finished.get()
        }
    }

    func abandon() { tellAll { $0.abandon() } }

    private func tellAll(_ word: @escaping @Sendable (SyslogConnection) -> Void) {
        for connection in everybody.withLock({ Array($0.connections.values) }) { tell(connection, word) }
    }

    private func tell(
        _ connection: NIOLoopBound<SyslogConnection>, _ word: @escaping @Sendable (SyslogConnection) -> Void
    ) {
        connection.eventLoop.execute { word(connection.value) }
    }
}
