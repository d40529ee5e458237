import Intake
import Sigma

extension DoorAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: Value? { try? JSONReader.read(body[...]) }
}
