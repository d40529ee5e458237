extension Door {
    /// The refusal of a method that the door does not know, in the door's own shape; nil when it knows it.
    func wrongMethod(_ request: DoorRequest, allowed: [String] = ["POST", "PUT"]) -> DoorReading? {
        guard !allowed.contains(request.method) else { return nil }
        let reason = DoorRefusal.wrongMethod(request.method, allowed: allowed)
        return DoorReading(answer: refuse(reason, contentType: request.contentType))
    }

    var unauthorised: DoorReading { DoorReading(answer: refuse(.unauthorised)) }
}
