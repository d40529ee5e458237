import Courier
import NIOCore

/// Who holds a listener's places, and who has to give one up: silence must not lock others out.
struct Places<ID: Hashable & Sendable>: Sendable {
    enum Answer: Equatable {
        /// The one that is named had to go for it.
        case given(inPlaceOf: ID?)
        case refused
    }

    private struct Place {
        let peer: PeerNetwork
        var silentSince: NIODeadline?
    }

    /// Whoever was silent for longer gives way to a newcomer.
    static var silenceMax: TimeAmount { .minutes(1) }

    private let countMax: Int
    private let perPeerMax: Int
    private var places: [ID: Place] = [:]

    init(countMax: Int, perPeerMax: Int) { (self.countMax, self.perPeerMax) = (countMax, perPeerMax) }

    /// A peer that has as many as it may competes with itself alone.
    mutating func take(_ id: ID, peer: PeerNetwork, at now: NIODeadline) -> Answer {
        let ofPeer = places.filter { $0.value.peer == peer }
        var displaced: ID?
        if ofPeer.count >= perPeerMax || places.count >= countMax {
            displaced = Self.mostSilent(ofPeer.count >= perPeerMax ? ofPeer : places, at: now)
            guard let displaced else { return .refused }
            leave(displaced)
        }
        places[id] = Place(peer: peer, silentSince: now)
        return .given(inPlaceOf: displaced)
    }

    /// - Parameter moment: Nil for one that is not silent, whatever the time.
    mutating func note(_ id: ID, silentSince moment: NIODeadline?) { places[id]?.silentSince = moment }

    mutating func leave(_ id: ID) { places[id] = nil }

    private static func mostSilent(_ places: [ID: Place], at now: NIODeadline) -> ID? {
        places.compactMap { id, place in place.silentSince.map { (id: id, since: $0) } }
            .filter { now - $0.since > silenceMax }
            .min { $0.since < $1.since }?.id
    }
}
