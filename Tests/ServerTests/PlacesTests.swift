import Courier
import NIOCore
import Testing

@testable import Server

@Suite("The places of a listener")
struct PlacesTests {
    @Test("when all are taken, the one that was silent for longest goes, if that is over a minute")
    func displacement() throws {
        var places = Places<Int>(countMax: 3, perPeerMax: 3)
        for id in 1...3 { #expect(places.take(id, peer: try peer(id), at: at(0)) == .given(inPlaceOf: nil)) }
        #expect(places.take(4, peer: try peer(4), at: at(60)) == .refused)
        places.note(1, silentSince: at(30))
        places.note(2, silentSince: at(20))
        places.note(3, silentSince: nil)
        #expect(places.take(4, peer: try peer(4), at: at(80)) == .refused)
        #expect(places.take(4, peer: try peer(4), at: at(95)) == .given(inPlaceOf: 2))
        #expect(places.take(5, peer: try peer(5), at: at(95)) == .given(inPlaceOf: 1))
        // Whoever's messages are still being stored is never silent.
        #expect(places.take(6, peer: try peer(6), at: at(100)) == .refused)
        places.leave(3)
        #expect(places.take(6, peer: try peer(6), at: at(100)) == .given(inPlaceOf: nil))
    }

    @Test("a peer that has its share displaces nobody but itself")
    func share() throws {
        var places = Places<Int>(countMax: 10, perPeerMax: 2)
        _ = places.take(1, peer: try peer(1), at: at(0))
        _ = places.take(2, peer: try peer(2), at: at(10))
        _ = places.take(3, peer: try peer(2), at: at(20))
        #expect(places.take(4, peer: try peer(2), at: at(30)) == .refused)
        #expect(places.take(5, peer: try peer(5), at: at(30)) == .given(inPlaceOf: nil))
        #expect(places.take(4, peer: try peer(2), at: at(75)) == .given(inPlaceOf: 2))
    }

    private func peer(_ number: Int) throws -> PeerNetwork {
        PeerNetwork(try SocketAddress(ipAddress: "192.0.2.\(number)", port: 514))
    }

    private func at(_ seconds: UInt64) -> NIODeadline { .uptimeNanoseconds(seconds * 1_000_000_000) }
}
