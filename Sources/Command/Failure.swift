import ArgumentParser
import Foundation
import OnRecord
import SQLiteStore
import Server

/// Turns what went wrong into a sentence and an exit code.
enum Failure {
    static func leave(with error: any Error) -> Never {
        switch error {
        case let problems as PolicyProblems: stop("\(problems)", 1)
        case let problem as StartProblem: stop(problem.description, problem.exitCode.rawValue)
        case let problem as StoreError:
            if case .newer = problem { stop("\(problem)", StartProblem.Code.newerStore.rawValue) }
            stop("\(problem)", StartProblem.Code.dataDamaged.rawValue)
        case let failure as StoreFailure: stop("\(failure)", StartProblem.Code.cannotWrite.rawValue)
        case let problem as FileProblem: stop("\(problem)", StartProblem.Code.cannotWrite.rawValue)
        case let refusal as Refusal: stop("\(refusal)", 1)
        case let problem as RecordPlace.Unreadable: stop("\(problem)", 1)
        case let problem as InputProblem: stop("\(problem)", problem.exitCode)
        case let code as ExitCode: exit(code.rawValue)
        default:
            // The argument parser knows its own errors, help and version among them.
            let code = OnRecordCommand.exitCode(for: error)
            let text = OnRecordCommand.fullMessage(for: error)
            if code == .success { print(text) } else { FileHandle.standardError.write(Data((text + "\n").utf8)) }
            exit(code.rawValue)
        }
    }

    private static func stop(_ text: String, _ code: Int32) -> Never {
        FileHandle.standardError.write(Data("onrecord: \(text)\n".utf8))
        exit(code)
    }
}
