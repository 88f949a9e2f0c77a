using AiGateway.Dialects;
using AiGateway.Ingress;

namespace AiGateway.Tests.Documents;

public sealed class EndpointsPageTests
{
    [Theory]
    [InlineData("docs/endpoints.md")]
    [InlineData("docs/endpoints.zh-CN.md")]
    public void The_table_is_the_programs(string page) =>
        Assert.Equal(
            new OperationTable(DialectCatalogue.All).All.Select(RowOf),
            Page.Read(page).Rows().Where(row => row.Length == 7).Select(row => string.Join(" | ", row)));

    private static string RowOf(Operation operation) => string.Join(" | ",
        $"`{operation.Method}`", $"`{operation.Path}`", $"`{operation.Name}`",
        operation.Body switch { BodyKind.None => "–", BodyKind.Json => "`json`", BodyKind.Multipart => "`form`", _ => "`upload`" },
        operation.Model switch { ModelPlace.Nowhere => "–", ModelPlace.Body => "`required`", ModelPlace.BodyOptional => "`optional`", _ => "`path`" },
        operation.Answer == AnswerKind.Opaque ? "`bytes`" : "`json or events`",
        operation.AccountObjects ? "`account`" : "–");
}
