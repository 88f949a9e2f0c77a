namespace AiGateway.Dialects.Json;

/// <summary>Where a member that matters stands in the body.</summary>
/// <param name="Member">Which one it is.</param>
/// <param name="IsExact">Its name is spelt as the contract spells it, not only alike when letter case is ignored.</param>
/// <param name="NameOffset">Where its name begins.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Start">Where its value begins.</param>
/// <param name="Length">How long its value is.</param>
internal readonly record struct MemberValue(EnvelopeMember Member, bool IsExact, long NameOffset, JsonKind Kind, long Start, long Length);
