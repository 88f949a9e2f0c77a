namespace AiGateway.EndToEnd.Front;

public sealed class CaddyTests(CaddyFixture fixture) : FrontTests(fixture), IClassFixture<CaddyFixture>;
