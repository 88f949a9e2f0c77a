using System.Text;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class DispositionTests
{
    public static TheoryData<string, string> Cells { get; } =
        [.. from codecs in DialectCodecs.All from field in Enum.GetNames<ConversationField>() select (codecs.Name, field)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_table_says_what_becomes_of_a_field(string dialect, string fieldName)
    {
        var field = Enum.Parse<ConversationField>(fieldName);
        var target = Codecs(dialect);
        var row = target.Request.Fields[field];
        var (with, without) = FieldSamples.Of(field, FamilyOf(dialect));
        var (json, dropped) = Write(with, target, target);
        var (plain, _) = Write(without, target, target);

        Assert.Equal(field, row.Field);
        Assert.True(FieldScan.Of(with)[(int)field]);
        Assert.False(FieldScan.Of(without)[(int)field] && field != ConversationField.Text);
        Assert.Equal(row.Disposition == Disposition.Dropped, json == plain);
        Assert.Equal(row.Disposition == Disposition.Dropped ? [row.Name ?? fieldName] : [], dropped);
        if (row.Disposition == Disposition.Carried)
        {
            Assert.NotNull(row.Name);
            Assert.True(target.Request.TryRead(Encoding.UTF8.GetBytes(json), out var back, out _));
            Assert.True(FieldScan.Of(back)[(int)field], $"not read back from {json}");
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_target_that_refuses_a_field_is_not_sent_it(string dialect, string fieldName)
    {
        var field = Enum.Parse<ConversationField>(fieldName);
        var target = Codecs(dialect);
        if (field is ConversationField.Text or ConversationField.Instructions or ConversationField.LaterInstructions or ConversationField.MaxTokens
            or ConversationField.ToolCall or ConversationField.FreeformCall or ConversationField.ToolResult or ConversationField.ToolError
            or ConversationField.ToolResultMedia or ConversationField.Refusal or ConversationField.Tools or ConversationField.FreeformTools
            or ConversationField.AllowedTools)
        {
            // A model that lacks one of these cannot be helped by a rule.
            return;
        }

        var (with, without) = FieldSamples.Of(field, FamilyOf(dialect));
        var rules = RequestRules.Default with { Refused = [field] };
        var (json, dropped) = Write(with, target, target, rules);

        Assert.Equal(Write(without, target, target, rules).Json, json);
        Assert.Equal([target.Request.Fields[field].Name ?? fieldName], dropped);
    }

    private static DialectFamily FamilyOf(string dialect) => dialect switch
    {
        "anthropic" => DialectFamily.Anthropic,
        "gemini" => DialectFamily.Gemini,
        _ => DialectFamily.OpenAiResponses,
    };
}
