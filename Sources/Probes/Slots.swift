/// Lets so many work at once; the others wait in the order in which they came.
actor Slots {
    private var free: Int
    private var waiting: [(number: UInt64, resume: CheckedContinuation<Void, any Error>)] = []
    private var nextNumber: UInt64 = 0

    init(_ count: Int) { free = count }

    /// - Throws: `CancellationError` when the task is cancelled before its turn.
    nonisolated func take<Answer: Sendable>(_ work: @Sendable () async throws -> Answer) async throws -> Answer {
        try await enter()
        do {
            let answer = try await work()
            await leave()
            return answer
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async throws {
        guard free == 0 else {
            free -= 1
            return
        }
        nextNumber += 1
        let number = nextNumber
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting.append((number, continuation))
                }
            }
        } onCancel: {
            Task { await giveUp(number) }
        }
    }

    private func giveUp(_ number: UInt64) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).resume.resume(throwing: CancellationError())
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume.resume() }
    }
}
