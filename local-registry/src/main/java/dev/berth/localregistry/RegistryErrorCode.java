package dev.berth.localregistry;

/**
 * The kinds of failed requests, each with its HTTP status and its code of the OCI distribution
 * specification ("Error Codes").
 */
enum RegistryErrorCode {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  BLOB_UPLOAD_UNKNOWN(404),
  DENIED(403),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(400),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  PAGINATION_INVALID(400, "UNSUPPORTED"),
  PATH_UNKNOWN(404, "UNSUPPORTED"),
  RANGE_INVALID(416, "SIZE_INVALID"),
  SIZE_INVALID(413),
  TAG_INVALID(400, "MANIFEST_INVALID"),
  TOO_MANY_UPLOADS(429, "TOOMANYREQUESTS"),
  // The specification has no code for a failure of the registry; the reference registry has this.
  UNKNOWN(500),
  UNSUPPORTED(405),
  UPLOAD_RANGE_INVALID(416, "BLOB_UPLOAD_INVALID");

  private final int status;
  private final String code;

  RegistryErrorCode(int status) {
    this.status = status;
    this.code = name();
  }

  RegistryErrorCode(int status, String code) {
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
