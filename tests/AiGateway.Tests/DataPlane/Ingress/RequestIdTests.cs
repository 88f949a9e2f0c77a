using AiGateway.Ingress;
using CsCheck;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Tests.DataPlane.Ingress;

public sealed class RequestIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("01J-abc_DEF.9:/+=@~|")]
    public void A_sane_id_is_kept(string id) => Assert.Equal(id, RequestId.Choose(id));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a,b")]
    [InlineData("a<b")]
    [InlineData("a\tb")]
    [InlineData("é")]
    [InlineData("${x}")]
    public void Any_other_is_replaced(string id) => Assert.Matches("^req_[0-9a-f]{32}$", RequestId.Choose(id));

    [Fact]
    public void Length_is_bounded()
    {
        Assert.Equal(new string('a', 128), RequestId.Choose(new string('a', 128)));
        Assert.StartsWith("req_", RequestId.Choose(new string('a', 129)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_ids_neither_is_kept() => Assert.StartsWith("req_", RequestId.Choose(new StringValues(["a", "b"])), StringComparison.Ordinal);

    [Fact]
    public void New_ids_differ() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => RequestId.Choose(StringValues.Empty)).Distinct().Count());

    [Fact]
    public void What_is_chosen_is_always_sane() =>
        Gen.String.Sample(id => HeaderText.IsSaneId(RequestId.Choose(id)));
}
