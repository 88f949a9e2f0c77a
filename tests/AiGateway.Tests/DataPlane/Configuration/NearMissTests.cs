using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class NearMissTests
{
    [Theory]
    [InlineData("TARGET_APIKEY", "TARGET_API_KEY")]
    [InlineData("TARGET_API_KEYS", "TARGET_API_KEY")]
    [InlineData("TARGET_API_KEYFILE", "TARGET_API_KEY_FILE")]
    [InlineData("GATEWAY_API_KEY", "GATEWAY_API_KEYS")]
    [InlineData("RATE_LIMIT_REQUEST_PER_MINUTE", "RATE_LIMIT_REQUESTS_PER_MINUTE")]
    [InlineData("PORTS", "PORT")]
    [InlineData("port", "PORT")]
    [InlineData("LOGLEVEL", "LOG_LEVEL")]
    [InlineData("log_format", "LOG_FORMAT")]
    [InlineData("CORS_ALLOWED_ORIGIN", "CORS_ALLOWED_ORIGINS")]
    public void A_misspelt_name_finds_the_nearest_known_one(string name, string known) => Assert.Equal(known, NearMiss.Find(name));

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("POST")]
    [InlineData("HOSTNAME")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("LANG")]
    [InlineData("CORS_ENABLED")]
    [InlineData("")]
    [InlineData("PO")]
    public void An_unrelated_name_finds_nothing(string name) => Assert.Null(NearMiss.Find(name));

    [Fact]
    public void A_known_name_is_no_near_miss() =>
        Assert.All(KnownVariables.All, variable =>
        {
            Assert.Null(NearMiss.Find(variable.Name));
            Assert.True(!variable.Secret || NearMiss.Find(variable.FileName) is null);
        });
}
