import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks for one address with what Java brings along and prints the headers of the answer:
 * {@code java Ask.java httpclient|urlconnection URL CERTIFICATE [NAME:VALUE ...]}.
 */
class Ask {
    public static void main(String[] arguments) throws Exception {
        var context = trusting(arguments[2]);
        var headers = List.of(arguments).subList(3, arguments.length);
        var answer = arguments[0].equals("httpclient")
            ? withHttpClient(arguments[1], context, headers) : withConnection(arguments[1], context, headers);
        answer.forEach((name, values) -> System.out.println(name + ": " + String.join(", ", values)));
    }

    static SSLContext trusting(String file) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var certificate = new FileInputStream(file)) {
            store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    static Map<String, List<String>> withHttpClient(String url, SSLContext context, List<String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(header -> request.header(header.split(":", 2)[0], header.split(":", 2)[1]));
        return HttpClient.newBuilder().sslContext(context).build()
            .send(request.build(), HttpResponse.BodyHandlers.discarding()).headers().map();
    }

    static Map<String, List<String>> withConnection(String url, SSLContext context, List<String> headers) throws Exception {
        var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        headers.forEach(header -> connection.setRequestProperty(header.split(":", 2)[0], header.split(":", 2)[1]));
        connection.getResponseCode();
        return connection.getHeaderFields();
    }
}
