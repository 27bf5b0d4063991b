/// What a request is known by.
enum RequestID: Hashable, Sendable {
  case number(Int)
  case string(String)

  init?(_ json: JSON?) {
    if let number = json?.integer {
      self = .number(number)
    } else if let string = json?.string {
      self = .string(string)
    } else {
      return nil
    }
  }

  var json: JSON {
    switch self {
    case .number(let number): .number(number)
    case .string(let string): .string(string)
    }
  }
}

/// A message from the client.
enum Message: Sendable {
  case request(id: RequestID, method: String, params: JSON)
  case notification(method: String, params: JSON)
  /// The answer to a request of ours; nil when it is an error.
  case response(id: RequestID, result: JSON?)
  /// What is no message, and the request that it may have been meant for.
  case invalid(RPCError, id: RequestID?)

  /// Reads a message.
  init(_ bytes: [UInt8]) {
    do throws(RPCError) {
      self = Message(try JSON(message: bytes))
    } catch {
      self = .invalid(error, id: nil)
    }
  }

  private init(_ json: JSON) {
    func refused(_ why: String) -> Message {
      .invalid(RPCError(.invalidRequest, why), id: RequestID(json["id"]))
    }
    guard let entries = json.entries else {
      let isBatch = json.array != nil
      self = refused(isBatch ? "batches of messages are not part of the protocol" : "a message is an object")
      return
    }
    guard json["jsonrpc"]?.string == "2.0" else {
      self = refused("a message has jsonrpc: \"2.0\"")
      return
    }
    let idMember = entries.first { $0.key == "id" }?.value
    let id = RequestID(idMember)
    guard let methodMember = entries.first(where: { $0.key == "method" })?.value else {
      guard let id, entries.contains(where: { $0.key == "result" || $0.key == "error" }) else {
        // An error about a message of ours that could not be read names no request.
        let isAnswer = idMember == .null && json["error"] != nil
        self = isAnswer ? .notification(method: "$/error", params: json) : refused("a request has a method")
        return
      }
      self = .response(id: id, result: json["error"] == nil ? json["result"] ?? .null : nil)
      return
    }
    guard let method = methodMember.string else {
      self = refused("the method is a string")
      return
    }
    let params = json["params"] ?? .null
    guard params == .null || params.entries != nil || params.array != nil else {
      self = refused("the params are an object or an array")
      return
    }
    if idMember == nil {
      self = .notification(method: method, params: params)
    } else if let id {
      self = .request(id: id, method: method, params: params)
    } else {
      self = refused("the id is a whole number or a string")
    }
  }
}
