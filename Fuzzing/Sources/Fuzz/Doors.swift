import Intake

/// The doors that are fuzzed; the first byte of an input chooses one.
let doors: [any Door] = Doors().all
