package io.tocsin.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which passwords were right a moment ago. Programs send theirs with each request, and a quarter of
 * a second for each would be all that a node does. Kept under a key that is made at the start and
 * together with the hash of then: a changed password counts at once, on all nodes.
 */
final class ProvenPasswords {

  private static final int MOST = 1_000;
  private static final long LASTS = Duration.ofMinutes(10).toNanos();
  private static final String ALGORITHM = "HmacSHA256";

  private record Proof(byte[] mac, String kept, long at) {}

  private final SecretKeySpec key;

  private final Map<String, Proof> proofs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Proof> eldest) {
          return size() > MOST;
        }
      };

  ProvenPasswords() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  void add(String user, String password, String kept) {
    var proof = new Proof(mac(user, password), kept, System.nanoTime());
    synchronized (proofs) {
      proofs.remove(user);
      proofs.put(user, proof);
    }
  }

  /** Returns whether a password was right for what is kept of it now. */
  boolean has(String user, String password, String kept) {
    Proof proof;
    synchronized (proofs) {
      proof = proofs.get(user);
    }
    return proof != null
        && System.nanoTime() - proof.at() < LASTS
        && proof.kept().equals(kept)
        && MessageDigest.isEqual(proof.mac(), mac(user, password));
  }

  /** Returns whether there is anything to compare with. */
  boolean knows(String user) {
    synchronized (proofs) {
      return proofs.containsKey(user);
    }
  }

  private byte[] mac(String user, String password) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(user.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
