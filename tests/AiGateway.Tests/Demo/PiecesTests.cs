using AiGateway.Demo.Generation;
using CsCheck;

namespace AiGateway.Tests.Demo;

public sealed class PiecesTests
{
    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 60],
        Gen.String[Gen.Char['一', '龥'], 0, 20],
        OneOf("👩‍👩‍👧 family", "e\u0301tude", "混合 mixed 文字!", "\n\n\t ", new string(' ', 40), "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    [Fact]
    public void A_piece_is_a_word_or_two_Chinese_characters()
    {
        Assert.Equal(["Hello", " there,", " world", "\n42"], Pieces.Of("Hello there, world\n42"));
        Assert.Equal(["你好", "，世", "界！"], Pieces.Of("你好，世界！"));
        Assert.Equal(["internationa", "lization"], Pieces.Of("internationalization"));
    }

    [Fact]
    public void Pieces_put_together_are_the_text() =>
        s_texts.Array[0, 4].Sample(parts =>
        {
            var text = string.Concat(parts);
            var pieces = Pieces.Of(text);
            Assert.Equal(text, string.Concat(pieces));
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 40));
            Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1])));
        });
}
