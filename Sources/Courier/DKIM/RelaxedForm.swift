/// The form in which DKIM hashes a mail, which survives what servers do to blanks on the way (RFC 6376 section 3.4).
enum RelaxedForm {
    /// A body's lines: runs of blanks are one, those at a line's end are gone (section 3.4.4). Every line ends with CRLF.
    ///
    /// Empty lines at a body's end are the caller's to leave out, since only the caller knows where it ends.
    static func body(_ lines: some Collection<UInt8>) -> [UInt8] {
        var form: [UInt8] = []
        form.reserveCapacity(lines.count)
        var owesBlank = false
        for byte in lines {
            switch byte {
            case ASCII.space, ASCII.tab: owesBlank = true
            case ASCII.carriageReturn: owesBlank = false
            case ASCII.lineFeed:
                form.append(ASCII.carriageReturn)
                form.append(ASCII.lineFeed)
                owesBlank = false
            default:
                if owesBlank { form.append(ASCII.space) }
                owesBlank = false
                form.append(byte)
            }
        }
        return form
    }

    /// A header field: its name in small letters, the value unfolded with single blanks (section 3.4.2).
    /// - Parameter field: `Name: value`, which may be folded, with its final CRLF or without.
    static func field(_ field: some Collection<UInt8>) -> [UInt8] {
        var form: [UInt8] = []
        form.reserveCapacity(field.count)
        var isName = true
        var hasValue = false
        var owesBlank = false
        for byte in field {
            switch byte {
            case ASCII.space, ASCII.tab, ASCII.carriageReturn, ASCII.lineFeed:
                owesBlank = true
            case UInt8(ascii: ":") where isName:
                form.append(byte)
                (isName, owesBlank) = (false, false)
            default:
                if owesBlank, hasValue { form.append(ASCII.space) }
                (owesBlank, hasValue) = (false, !isName)
                form.append(isName && (65...90).contains(byte) ? byte | 0x20 : byte)
            }
        }
        return form
    }
}
