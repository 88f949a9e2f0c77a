namespace AiGateway.Dialects.Json;

/// <summary>What kind of value a member has.</summary>
internal enum JsonKind
{
    Null,
    True,
    False,
    Number,
    String,
    Object,
    Array,
}
