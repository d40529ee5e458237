import AsyncHTTPClient
import Intake
import Logging
import NIOCore
import NIOHTTP1
import OnRecord
import ServiceLifecycle
import Synchronization

/// The public keys that sources sign with, as their owners publish them: fetched at the start, every hour, and when a
/// request names a key that is not here, at most once a minute. No request waits for it.
final class PublicKeyRing: ServiceLifecycle.Service, Sendable {
    /// Bytes of a list of keys.
    private static let listMax = 256 << 10

    private let addresses: [String: String]
    private let logger: Logger
    private let keys = Mutex<[String: [String: String]]>([:])
    private let fetched = Mutex<[String: ContinuousClock.Instant]>([:])
    private let wanted: AsyncStream<Void>.Continuation
    private let wishes: AsyncStream<Void>

    init(sources: [Source], logger: Logger) {
        addresses = Dictionary(
            sources.compactMap { source in source.publicKeys.map { (source.id, $0) } }, uniquingKeysWith: { $1 })
        self.logger = logger
        (wishes, wanted) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// PEM texts by the id that requests name them by. Empty while none could be fetched.
    func keys(of source: String) -> [String: String] { keys.withLock { $0[source] ?? [:] } }

    /// A request named a key that is not here.
    /// - Returns: whether looking again can help: not when the list was fetched within the last minute.
    func lookAgain(for source: String) -> Bool {
        let isFresh = fetched.withLock { $0[source].map { $0.duration(to: .now) < .seconds(60) } ?? false }
        if !isFresh { wanted.yield() }
        return !isFresh
    }

    func run() async throws {
        guard !addresses.isEmpty else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        self.wanted.yield()
                        do { try await Task.sleep(for: .seconds(3600)) } catch { return }
                    }
                }
                group.addTask {
                    for await _ in self.wishes {
                        await self.fetch()
                        do { try await Task.sleep(for: .seconds(60)) } catch { return }
                    }
                }
            }
        }
    }

    private func fetch() async {
        for (source, address) in addresses {
            do {
                let answer = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: address), timeout: .seconds(10))
                guard answer.status == .ok else { throw Unusable(reason: "status \(answer.status.code)") }
                let body = try await answer.body.collect(upTo: PublicKeyRing.listMax)
                guard let list = GitHubSecretScanningDoor.keys(inList: Array(body.readableBytesView)), !list.isEmpty
                else { throw Unusable(reason: "no keys in the answer") }
                keys.withLock { $0[source] = list }
                fetched.withLock { $0[source] = .now }
            } catch {
                logger.error(
                    "the public keys of a source could not be fetched",
                    metadata: ["source": "\(source)", "reason": "\(error)"])
            }
        }
    }

    private struct Unusable: Error, CustomStringConvertible {
        var reason: String
        var description: String { reason }
    }
}
