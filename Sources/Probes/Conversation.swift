import NIOCore
import NIOPosix
import OnRecord

/// Nobody answered in time.
struct LookTimeout: Error {}

/// The other side closed the connection before it had said what it was asked for.
struct ClosedEarly: Error {}

/// One connection for one question. Ends with its answer, its deadline or its task's cancellation, whichever is first.
enum Conversation {
    /// - Parameter start: opens the channel; whoever sits in its pipeline keeps the promise.
    static func run<Answer: Sendable>(
        timeout: Duration, start: (any EventLoop, EventLoopPromise<Answer>) -> EventLoopFuture<any Channel>
    ) async throws -> Answer {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let answer = loop.makePromise(of: Answer.self)
        let deadline = loop.scheduleTask(in: .milliseconds(timeout.milliseconds)) { answer.fail(LookTimeout()) }
        let opening = start(loop, answer)
        opening.whenFailure { answer.fail($0) }
        answer.futureResult.whenComplete { _ in
            deadline.cancel()
            opening.whenSuccess { $0.close(promise: nil) }
        }
        return try await withTaskCancellationHandler {
            try await answer.futureResult.get()
        } onCancel: {
            answer.fail(CancellationError())
        }
    }

    static func connect(
        _ endpoint: Endpoint, on loop: any EventLoop, timeout: Duration,
        handlers: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: loop)
            .connectTimeout(.milliseconds(timeout.milliseconds))
            .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try handlers(channel) } }
            .connect(host: endpoint.host, port: endpoint.port)
    }
}

/// Lets something wait for a bounded time only.
/// - Throws: `LookTimeout` when the time is over.
func withDeadline<Answer: Sendable>(
    _ span: Duration, _ body: @escaping @Sendable () async throws -> Answer
) async throws -> Answer {
    try await withThrowingTaskGroup(of: Answer.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: span)
            throw LookTimeout()
        }
        defer { group.cancelAll() }
        guard let answer = try await group.next() else { throw LookTimeout() }
        return answer
    }
}
