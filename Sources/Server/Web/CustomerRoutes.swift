import Dispatch
import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// Customers come in as JSON or as a CSV file, from the API or from the console.
struct CustomerRoutes: Sendable {
    /// About a hundred thousand rows; longer files go through `onrecord customers import`.
    static let bytesMax = 16 << 20

    let house: House
    let access: Access

    func add(to router: Router<Context>) {
        router.post("/api/v1/customers") { request, _ in
            try await guarded(request) {
                let type = request.headers[.contentType] ?? ""
                let body = try await read(request)
                return type.hasPrefix("text/csv")
                    ? try await answer(body, isCheck: request.uri.queryParameters["check"] != nil)
                    : try addListed(body)
            }
        }
        router.get("/customers") { request, _ in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            return Answer.html(try page(), policy: Console.contentSecurityPolicy)
        }
        router.post("/customers") { request, _ in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            guard access.isSameOrigin(request) else { return Answer.foreign }
            return try await form(request)
        }
    }

    private func guarded(_ request: Request, _ answer: () async throws -> Response) async throws -> Response {
        guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
        do { return try await answer() } catch let refusal as Refusal { return Answer.problem(refusal) }
    }

    private func read(_ request: Request) async throws -> [UInt8] {
        do {
            return Array(try await request.body.collect(upTo: CustomerRoutes.bytesMax).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Refusal.invalid(
                "The file has more than \(CustomerRoutes.bytesMax >> 20) MiB. Use `onrecord customers import` on the server, "
                    + "or split it.")
        }
    }

    // MARK: - JSON

    /// A JSON list of customers. All are taken or none.
    private func addListed(_ body: [UInt8]) throws -> Response {
        let listed: [ListedCustomer]
        do { listed = try CanonicalJSON.decode([ListedCustomer].self, from: body) } catch {
            throw Refusal.invalid(
                "The body is not a list of customers. Send [{\"id\":…,\"name\":…,\"mail\":…,\"periodPrice\":4900,\"currency\":\"EUR\"}], "
                    + "or a CSV file as text/csv.")
        }
        let customers = try listed.map { $0.over(try house.store.customer($0.id)) }
        let objections = customers.enumerated().compactMap { index, customer in
            customer.objection.map { "customer \(index + 1): \($0)" }
        }
        guard objections.isEmpty else {
            throw Refusal.invalid(objections.prefix(20).joined(separator: " ") + " Nothing was taken.")
        }
        try house.store.save(customers)
        return Answer.json(["taken": customers.count], status: .created)
    }

    // MARK: - CSV

    private func answer(_ file: [UInt8], isCheck: Bool) async throws -> Response {
        let report = try await load(file, isCheck: isCheck)
        return Answer.json(report, status: isCheck ? .ok : .created)
    }

    /// Away from the threads that answer others: a hundred thousand rows take a second.
    private func load(_ file: [UInt8], isCheck: Bool) async throws -> CustomerFile.Report {
        let store = house.store
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        var pieces = [file].makeIterator()
                        return try store.load(isCheck: isCheck) { pieces.next() }
                    })
            }
        }
    }

    // MARK: - Console

    private func page(_ result: CustomersView.Result? = nil) throws -> HTML {
        Console.customers(CustomersView(count: try house.store.customerCount(), result: result))
    }

    private func form(_ request: Request) async throws -> Response {
        do {
            let form = try MultipartForm(
                try await read(request), contentType: request.headers[.contentType] ?? "")
            func part(_ name: String) -> [UInt8]? { form.parts.first { $0.name == name }?.bytes }
            guard let file = part("file"), !file.isEmpty else {
                throw Refusal.invalid("No file was chosen. Choose a CSV file.")
            }
            let isCheck = part("act").map { String(decoding: $0, as: UTF8.self) } != "import"
            let report = try await load(file, isCheck: isCheck)
            return Answer.html(
                try page(.done(report, isCheck: isCheck)), status: report.broken > 0 ? .unprocessableContent : .ok,
                policy: Console.contentSecurityPolicy)
        } catch let refusal as Refusal {
            return Answer.html(
                try page(.refused(refusal.description)), status: .unprocessableContent,
                policy: Console.contentSecurityPolicy)
        }
    }
}

/// A customer as a list in JSON names one: what it leaves out stays as the directory has it.
private struct ListedCustomer: Decodable {
    var id, name, mail: String
    var periodPrice: Int?
    var currency, language, place, billingID: String?

    func over(_ known: Customer?) -> Customer {
        var customer = known ?? Customer(id: id, name: name, mail: mail)
        (customer.name, customer.mail) = (name, mail)
        if let periodPrice { customer.periodPrice = periodPrice }
        if let currency { customer.currency = currency }
        if let language { customer.language = language }
        if let place { customer.place = place }
        if let billingID { customer.billingID = billingID }
        return customer
    }
}
