import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * 向平台发送一份报文并核对答复的签名：Java 17 与 BouncyCastle（SM3withSM2 默认的用户标识就是 1234567812345678）。
 * 用法：java -cp bcprov.jar Quote.java 报文文件 幂等键。环境变量同 quote.sh，但 KEY 为未加密的 PKCS#8 DER：
 * openssl pkcs8 -topk8 -nocrypt -in 私钥.p8 -outform DER -out 私钥.der
 */
public class Quote {
    static String sm3(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SM3", "BC").digest(content));
    }

    static String field(String header, String name) {
        Matcher found = Pattern.compile(name + "=\"([^\"]*)\"").matcher(header);
        if (!found.find()) throw new IllegalStateException("答复没有签名：" + header);
        return found.group(1);
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        String platform = System.getenv("KAIHAN"), target = "/api/v1/institution/quotes";
        byte[] body = Files.readAllBytes(Path.of(arguments[0]));
        String seconds = System.getenv().getOrDefault("KAIHAN_TIME", Long.toString(System.currentTimeMillis() / 1000));
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String nonce = HexFormat.of().formatHex(random);
        String lines = String.join("\n", "POST", target, URI.create(platform).getAuthority(), seconds, nonce, sm3(body)) + "\n";

        Signature signer = Signature.getInstance("SM3withSM2", "BC");
        byte[] key = Files.readAllBytes(Path.of(System.getenv("KEY")));
        signer.initSign(KeyFactory.getInstance("EC", "BC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        signer.update(lines.getBytes(StandardCharsets.UTF_8));
        String sig = Base64.getEncoder().encodeToString(signer.sign());
        String header = String.format("KAIHAN1-SM2-SM3 app=\"%s\",serial=\"%s\",ts=\"%s\",nonce=\"%s\",sig=\"%s\"",
            System.getenv("USCC"), System.getenv("SERIAL"), seconds, nonce, sig);
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform + target))
            .header("Authorization", header).header("Idempotency-Key", arguments[1]).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

        String signed = answer.headers().firstValue("Kaihan-Signature").orElse("");
        Signature verifier = Signature.getInstance("SM3withSM2", "BC");
        try (var certificate = Files.newInputStream(Path.of(System.getenv("PLATFORM")))) {
            verifier.initVerify(CertificateFactory.getInstance("X.509", "BC").generateCertificate(certificate).getPublicKey());
        }
        String over = String.join("\n", Integer.toString(answer.statusCode()), nonce, field(signed, "ts"), sm3(answer.body())) + "\n";
        verifier.update(over.getBytes(StandardCharsets.UTF_8));
        if (!verifier.verify(Base64.getDecoder().decode(field(signed, "sig")))) throw new IllegalStateException("答复的签名不正确");
        System.out.println(new String(answer.body(), StandardCharsets.UTF_8));
    }
}
