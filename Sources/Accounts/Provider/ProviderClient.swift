import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The HTTP client for a provider: its calls are bounded and follow no redirection.
struct ProviderClient: Sendable {
    private static let mostBytes = 256 << 10
    private static let timeout: TimeAmount = .seconds(10)

    func get(_ address: String) async throws(ProviderError) -> [UInt8] {
        try await ask(HTTPClientRequest(url: address))
    }

    /// Posts a form to redeem a code.
    ///
    /// - Parameter authorization: the client's proof, where that is not in the form.
    func post(_ form: [(String, String)], to address: String, authorization: String?)
        async throws(ProviderError) -> [UInt8]
    {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        request.body = .bytes(ByteBuffer(string: FormText.text(form)))
        return try await ask(request)
    }

    private func ask(_ asked: HTTPClientRequest) async throws(ProviderError) -> [UInt8] {
        do {
            return try await HTTPClient.withHTTPClient(configuration: ProviderClient.configuration) { client in
                var request = asked
                request.headers.add(name: "Accept", value: "application/json")
                let response = try await client.execute(request, timeout: ProviderClient.timeout)
                let body = try await response.body.collect(upTo: ProviderClient.mostBytes)
                guard response.status == .ok else { throw ProviderError.unreachable("status \(response.status.code)") }
                return Array(body.readableBytesView)
            }
        } catch let fault as ProviderError {
            throw fault
        } catch {
            // Only the kind of error, since its text may hold an address with a code in it.
            throw .unreachable("\(type(of: error))")
        }
    }

    private static var configuration: HTTPClient.Configuration {
        HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: timeout),
            decompression: .disabled
        )
    }
}

/// Names and values, encoded for forms and addresses.
enum FormText {
    static func text(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
            guard !isPlain, !"-._~".utf8.contains(byte) else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }
}
