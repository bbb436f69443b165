package dev.berth.localregistry;

/** The error codes of the specification ("Error Codes") with their HTTP status. */
enum RegistryErrorCode {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  BLOB_UPLOAD_UNKNOWN(404),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(400),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  PAGINATION_NUMBER_INVALID(400),
  RANGE_INVALID(416),
  SIZE_INVALID(413),
  TAG_INVALID(400),
  UNKNOWN(500),
  UNSUPPORTED(405);

  private final int status;

  RegistryErrorCode(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
