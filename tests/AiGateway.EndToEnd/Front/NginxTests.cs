namespace AiGateway.EndToEnd.Front;

public sealed class NginxTests(NginxFixture fixture) : FrontTests(fixture), IClassFixture<NginxFixture>;
