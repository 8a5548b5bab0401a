// A sketch of an adapter for the iOS SDK. IT WAS NEVER COMPILED OR RUN: the project's machines have no Swift.
// It follows the sources of decart-ios 0.6.6; names may need corrections.
//
// Run it as an XCTest in the SDK's own test target. It connects to the kit:
//
//     npx decart-mock conformance sdk --dial --adapter "swift test --filter KitAdapter"
//
// Two notes: the SDK ends the whole process on an empty key (fatalError), so the adapter must not pass one; and the
// SDK prints to stdout, which has no effect over a socket.
import CryptoKit
import DecartSDK
import XCTest

final class KitAdapter: XCTestCase {
    private var clients: [String: DecartClient] = [:]
    private var calls: [String: Task<Void, Never>] = [:]

    func testServe() async throws {
        guard let address = ProcessInfo.processInfo.environment["KIT_ADAPTER_URL"], let url = URL(string: address) else {
            throw XCTSkip("KIT_ADAPTER_URL is not set: nothing to serve.")
        }
        let socket = URLSession.shared.webSocketTask(with: url)
        socket.resume()
        while case let .string(text) = try await socket.receive() {
            let message = try JSONSerialization.jsonObject(with: Data(text.utf8)) as! [String: Any]
            if message["t"] as? String == "bye" { return }
            take(message) { reply in
                let data = try! JSONSerialization.data(withJSONObject: reply, options: [.sortedKeys])
                // A line of the protocol starts with {"kit":1, on stdio; over a socket the order does not matter.
                socket.send(.string(String(decoding: data, as: UTF8.self))) { _ in }
            }
        }
    }

    private func take(_ message: [String: Any], _ send: @escaping ([String: Any]) -> Void) {
        let id = message["id"] as? String ?? ""
        switch message["t"] as? String {
        case "hello": send(welcome)
        case "ping": send(["kit": 1, "t": "pong", "n": message["n"]!, "at": ProcessInfo.processInfo.systemUptime * 1000])
        case "cancel": calls[id]?.cancel()
        case "open", "call", "close":
            calls[id] = Task {
                var reply: [String: Any] = ["kit": 1, "t": "result", "id": id]
                do {
                    reply["value"] = try await perform(message)
                    reply["outcome"] = "ok"
                } catch let gap as Unsupported {
                    reply["outcome"] = "unsupported"
                    reply["reason"] = gap.reason
                } catch {
                    reply["outcome"] = "error"
                    reply["error"] = facts(error)
                }
                send(reply)
            }
        default: break // a message of a later protocol
        }
    }

    private func perform(_ message: [String: Any]) async throws -> Any {
        if message["t"] as? String == "open" {
            let config = message["config"] as! [String: Any]
            guard let key = config["apiKey"] as? String else { throw Unsupported(reason: "The SDK ends the process without a key.") }
            clients[message["session"] as! String] = DecartClient(
                decartConfiguration: DecartConfiguration(baseURL: config["baseUrl"] as! String, apiKey: key))
            return NSNull()
        }
        if message["t"] as? String == "close" { clients[message["on"] as! String] = nil; return NSNull() }
        let args = message["args"] as! [String: Any]
        switch message["op"] as! String {
        case "adapter.echo": return args["value"]! // a $blob must be read, and answered by size and sha256
        case "adapter.sleep":
            try await Task.sleep(for: .milliseconds(args["ms"] as! Int))
            return NSNull()
        // process, queue.submit, queue.status, queue.result, queue.submitAndPoll: createProcessClient() and
        // createQueueClient() of the client, SHA256.hash(data:) for the result.
        case let op: throw Unsupported(reason: "This adapter has no \(op).")
        }
    }

    private func facts(_ error: Error) -> [String: Any] {
        var facts: [String: Any] = ["kind": "thrown", "type": String(describing: type(of: error)), "message": "\(error)"]
        if let decart = error as? DecartError { facts["code"] = decart.errorCode }
        if error is CancellationError { facts["isAbort"] = true }
        return facts
    }

    private struct Unsupported: Error { let reason: String }

    private let welcome: [String: Any] = [
        "kit": 1, "t": "welcome", "protocol": "1.0",
        "adapter": ["name": "decart-swift", "version": "0.0.0"],
        "sdk": ["name": "decart-ios", "version": "0.6.6", "language": "swift"],
        "capabilities": ["adapter.echo", "adapter.sleep"],
        "limits": ["maxConcurrent": 8], "blob": ["path", "inline"],
    ]
}
