namespace AiGateway.EndToEnd.Sdk;

/// <summary>A gateway whose upstream answers as the SDKs expect.</summary>
public sealed class SdkFixture() : RigFixture(("SHARED_ACCOUNT_OBJECTS", "true"));
