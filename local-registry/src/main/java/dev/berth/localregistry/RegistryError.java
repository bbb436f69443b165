package dev.berth.localregistry;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that fails; the response has the code, the message and the headers. */
final class RegistryError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RegistryErrorCode fault;
  private final transient Map<String, Object> headers = new LinkedHashMap<>();

  RegistryError(RegistryErrorCode fault, String message) {
    super(message, null, false, false);
    this.fault = fault;
  }

  RegistryError with(String header, Object value) {
    headers.put(header, value);
    return this;
  }

  Response response() {
    Response response = Response.error(fault, String.valueOf(getMessage()));
    headers.forEach(response::header);
    return response;
  }
}
