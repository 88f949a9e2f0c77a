using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiGateway.Dialects.Providers.Credentials;

/// <summary>
/// An account that a program has of its own at Google: it signs statements of who it is (RFC 7523), which the token endpoint exchanges for tokens that
/// hold for an hour. Signs one statement at a time.
/// </summary>
public sealed class ServiceAccount : CloudAccount
{
    /// <summary>The type that its files name.</summary>
    internal const string Type = "service_account";

    private const int LeastKeyBits = 2048;
    private const string GrantType = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    private static readonly TimeSpan s_validity = TimeSpan.FromHours(1);

    private readonly string _email;
    private readonly string? _keyId;
    private readonly RSA _key;

    private ServiceAccount(string email, string? keyId, RSA key, Uri tokenUrl, string? project)
        : base(tokenUrl, project) => (_email, _keyId, _key) = (email, keyId, key);

    /// <inheritdoc/>
    public override byte[] NewRequest(string scope, DateTimeOffset now)
    {
        var begun = now.ToUnixTimeSeconds();
        var header = Encode(writer =>
        {
            writer.WriteString("alg"u8, "RS256"u8);
            writer.WriteString("typ"u8, "JWT"u8);
            if (_keyId is not null)
            {
                writer.WriteString("kid"u8, _keyId);
            }
        });
        var claims = Encode(writer =>
        {
            writer.WriteString("iss"u8, _email);
            writer.WriteString("scope"u8, scope);
            writer.WriteString("aud"u8, TokenUrl.OriginalString);
            writer.WriteNumber("iat"u8, begun);
            writer.WriteNumber("exp"u8, begun + (long)s_validity.TotalSeconds);
        });
        var signed = $"{header}.{claims}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Encoding.ASCII.GetBytes($"{GrantType}{signed}.{Base64Url.EncodeToString(signature)}");
    }

    /// <summary>Reads the members of a file of the type.</summary>
    /// <returns>What is wrong with them; null where nothing is.</returns>
    internal static string? Read(JsonElement file, out CloudAccount? account)
    {
        account = null;
        if (TextOf(file, "client_email") is not { Length: > 0 } email)
        {
            return "has no client_email";
        }

        if (TokenUrlOf(TextOf(file, "token_uri")) is not { } url)
        {
            return NoTokenUrl;
        }

        if (KeyOf(TextOf(file, "private_key")) is not { } key)
        {
            return "has a private_key that is no RSA key in PEM of 2048 bits or more";
        }

        account = new ServiceAccount(email, TextOf(file, "private_key_id"), key, url, TextOf(file, "project_id"));
        return null;
    }

    private static RSA? KeyOf(string? pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize >= LeastKeyBits)
            {
                // A public key can be imported too, and does not sign.
                key.SignData(Array.Empty<byte>(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                return key;
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // That is told.
        }

        key.Dispose();
        return null;
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(output.WrittenSpan);
    }
}
