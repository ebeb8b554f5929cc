import java.awt.Color;
import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.util.*;
import org.apache.pdfbox.cos.*;
import org.apache.pdfbox.pdmodel.*;
import org.apache.pdfbox.pdmodel.common.*;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.interactive.annotation.*;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.*;
import org.apache.pdfbox.pdmodel.interactive.form.*;
import org.bouncycastle.cert.jcajce.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.operator.jcajce.*;

/**
 * Signs PDFs as Apache PDFBox and BouncyCastle do: GoodPdfs FOLDER reads key.p12 and the pages base-*.pdf there, writes pdfbox-*.pdf and
 * lists them in pdfbox.tsv (file, producer, setting, number of signatures).
 */
public class GoodPdfs {
    static PrivateKey key;
    static X509Certificate certificate;
    static final StringBuilder listed = new StringBuilder();
    static File folder;
    static int count;

    static byte[] message(InputStream content, boolean definite) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        var signer = new JcaContentSignerBuilder("SHA256WithRSA").build(key);
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build()).build(signer, certificate));
        generator.addCertificates(new JcaCertStore(List.of(certificate)));
        CMSSignedData data = generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false);
        return definite ? data.toASN1Structure().getEncoded("DER") : data.getEncoded();
    }

    interface Change {
        void on(PDDocument document, SignatureOptions options, PDSignature signature) throws Exception;
    }

    static File sign(File from, String setting, int signatures, boolean definite, Change change) throws Exception {
        File to = new File(folder, String.format("pdfbox-%03d.pdf", count++));
        try (PDDocument document = PDDocument.load(from); SignatureOptions options = new SignatureOptions(); var out = new FileOutputStream(to)) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setName("Bank");
            signature.setSignDate(Calendar.getInstance());
            options.setPreferredSignatureSize(SignatureOptions.DEFAULT_SIGNATURE_SIZE * 2);
            change.on(document, options, signature);
            document.addSignature(signature, content -> {
                try {
                    return message(content, definite);
                } catch (Exception wrong) {
                    throw new IOException(wrong);
                }
            }, options);
            document.saveIncremental(out);
        }
        listed.append(String.join("\t", to.getName(), "PDFBox 2.0 with BouncyCastle", setting, Integer.toString(signatures))).append("\n");
        return to;
    }

    /** A visible signature's template: a page with one field and its appearance, as PDFBox's examples make it. */
    static InputStream template(float height, PDRectangle place, String text) throws Exception {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(595, height));
            document.addPage(page);
            PDAcroForm form = new PDAcroForm(document);
            document.getDocumentCatalog().setAcroForm(form);
            PDSignatureField field = new PDSignatureField(form);
            form.setSignaturesExist(true);
            form.setAppendOnly(true);
            form.getCOSObject().setDirect(true);
            form.getFields().add(field);
            PDAnnotationWidget widget = field.getWidgets().get(0);
            widget.setRectangle(place);
            PDAppearanceDictionary looks = new PDAppearanceDictionary();
            PDAppearanceStream look = new PDAppearanceStream(document);
            look.setResources(new PDResources());
            look.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
            looks.setNormalAppearance(look);
            widget.setAppearance(looks);
            try (PDPageContentStream content = new PDPageContentStream(document, look)) {
                content.setNonStrokingColor(Color.lightGray);
                content.addRect(0, 0, 500, 500);
                content.fill();
                content.beginText();
                content.setFont(PDType1Font.HELVETICA, 10);
                content.setNonStrokingColor(Color.black);
                content.newLineAtOffset(4, 10);
                content.showText(text);
                content.endText();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return new ByteArrayInputStream(out.toByteArray());
        }
    }

    static Change visible(PDRectangle place) {
        return (document, options, signature) -> {
            options.setVisualSignature(template(document.getPage(0).getMediaBox().getHeight(), place, "Signed"));
            options.setPage(0);
        };
    }

    /** Certification by PDFBox's example: a reference with a transform, and the root's permissions. */
    static Change certified(int level) {
        return (document, options, signature) -> {
            COSDictionary parameters = new COSDictionary();
            parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
            parameters.setInt(COSName.P, level);
            parameters.setName(COSName.V, "1.2");
            parameters.setDirect(true);
            COSDictionary reference = new COSDictionary();
            reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
            reference.setName("TransformMethod", "DocMDP");
            reference.setItem("TransformParams", parameters);
            reference.setDirect(true);
            COSArray references = new COSArray();
            references.add(reference);
            references.setDirect(true);
            signature.getCOSObject().setItem("Reference", references);
            COSDictionary permissions = new COSDictionary();
            permissions.setItem("DocMDP", signature);
            permissions.setDirect(true);
            document.getDocumentCatalog().getCOSObject().setItem("Perms", permissions);
            document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
        };
    }

    public static void main(String[] arguments) throws Exception {
        folder = new File(arguments[0]);
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] none = "good".toCharArray();
        try (var in = new FileInputStream(new File(folder, "key.p12"))) {
            store.load(in, none);
        }
        String alias = store.aliases().nextElement();
        key = (PrivateKey) store.getKey(alias, none);
        certificate = (X509Certificate) store.getCertificate(alias);
        Change plain = (document, options, signature) -> {};
        PDRectangle blank = new PDRectangle(100, 100, 160, 50), elsewhere = new PDRectangle(300, 100, 160, 50);
        File[] bases = folder.listFiles((in, name) -> name.startsWith("base-") && name.endsWith(".pdf"));
        Arrays.sort(bases);
        for (File base : bases) {
            String on = " on " + Files.readString(Path.of(folder.getPath(), base.getName().replace(".pdf", ".txt")));
            File first = sign(base, "invisible" + on, 1, true, plain);
            sign(first, "two signers" + on, 2, true, plain);
            sign(base, "BER as BouncyCastle writes it" + on, 1, false, plain);
            File seen = sign(base, "visible" + on, 1, true, visible(blank));
            sign(first, "second signer visible" + on, 2, true, visible(blank));
            sign(seen, "two signers visible beside one another" + on, 2, true, visible(elsewhere));
            for (int level = 1; level <= 3; level++) {
                File certified = sign(base, "certified, level " + level + on, 1, true, certified(level));
                if (level > 1) {
                    sign(certified, "certified, level " + level + ", then a second signer" + on, 2, true, plain);
                }
            }
        }
        Files.writeString(Path.of(folder.getPath(), "pdfbox.tsv"), listed);
    }
}
