package dev.berth.install;

import java.nio.file.Path;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferResource;

/** Reports the download of jars, and ends one that is too large. */
final class DownloadListener extends AbstractTransferListener {
  static final long MAX_BYTES = 1L << 30;

  private final InstallListener listener;

  DownloadListener(InstallListener listener) {
    this.listener = listener;
  }

  @Override
  public void transferProgressed(TransferEvent event) throws TransferCancelledException {
    if (event.getTransferredBytes() > MAX_BYTES) {
      throw new TransferCancelledException("it is larger than 1 GiB");
    }
    if (isJar(event.getResource())) {
      listener.progress(
          name(event.getResource()),
          event.getTransferredBytes(),
          Math.max(0, event.getResource().getContentLength()));
    }
  }

  @Override
  public void transferSucceeded(TransferEvent event) {
    if (isJar(event.getResource())) {
      listener.downloaded(name(event.getResource()));
    }
  }

  private static boolean isJar(TransferResource resource) {
    return resource.getResourceName().endsWith(".jar");
  }

  private static String name(TransferResource resource) {
    return String.valueOf(Path.of(resource.getResourceName()).getFileName());
  }
}
