/// A notice that is not sent yet: what it must hold, what of it is known, and by when the rest follows. It exists from the
/// moment its duty starts, and may be sent with gaps: the law wants speed first, and the notice names what it lacks.
public struct Draft: Sendable, Hashable {
    /// Nil for a filing with an authority, which is a sheet and no mail.
    public var form: NoticeForm?
    /// The duty of the catalogue that asks for it, where one does.
    public var duty: String?
    public var language: Language
    public var checklist: Checklist
    public var update: UpdateMoment

    public init(form: NoticeForm?, duty: String?, language: Language, checklist: Checklist, update: UpdateMoment) {
        (self.form, self.duty, self.language) = (form, duty, language)
        (self.checklist, self.update) = (checklist, update)
    }

    public init(
        _ form: NoticeForm?, _ demand: NoticeDemand, from particulars: Particulars, update: UpdateMoment
    ) {
        self.init(
            form: form, duty: demand.duty, language: particulars.language,
            checklist: Checklist(
                demand.contents, recommended: demand.recommended, isLate: demand.isLate, from: particulars),
            update: update)
    }

    /// What a reader sees for an item.
    public func text(of item: Checklist.Item) -> String { item.entry?.text ?? notYetKnown }

    /// “Not yet known”, with the moment by which it follows.
    public var notYetKnown: String {
        language(
            "not yet known; we will update you by \(update.text(in: language))",
            "noch nicht bekannt; wir melden uns dazu bis zum \(update.text(in: language))")
    }
}
