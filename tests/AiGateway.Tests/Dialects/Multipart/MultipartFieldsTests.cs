using System.Buffers;
using System.Text;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Multipart;

namespace AiGateway.Tests.Dialects.Multipart;

public sealed class MultipartFieldsTests
{
    private const string Form = "multipart/form-data; boundary=XyZ";
    private const string FilePart = "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a \\\"b\\\"; name=\\\"model\\\".mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n\0\r\n-\r\n--X\r\n\n--Xy\u0001\r\n";
    private const string ModelPart = "--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n";
    private const string End = "--XyZ--\r\n";

    [Theory]
    [InlineData(FilePart + ModelPart + End)]
    [InlineData(ModelPart + FilePart + End)]
    [InlineData(ModelPart + FilePart + ModelPart + End)]
    [InlineData(ModelPart + "--XyZ--")]
    [InlineData("A preamble\r\n" + ModelPart + End + "and an epilogue\r\n" + FilePart)]
    [InlineData("--XyZ \t\r\ncontent-disposition:form-data;NAME=model\r\nX: y\r\n\r\nwhisper-1\r\n" + End)]
    public void The_model_is_found_wherever_it_stands(string body) => Assert.Equal("whisper-1", Accept(body));

    [Theory]
    [InlineData("multipart/form-data; boundary=XyZ")]
    [InlineData("Multipart/Form-Data;BOUNDARY=\"XyZ\"; charset=utf-8")]
    [InlineData("multipart/form-data; charset=\"a;b\" ; boundary=XyZ ;")]
    [InlineData("multipart/form-data; boundary=\"X\\\\yZ\"")]
    public void The_boundary_may_be_quoted_and_stand_among_others(string contentType)
    {
        var boundary = contentType.Contains('\\', StringComparison.Ordinal) ? "X\\yZ" : "XyZ";
        Assert.Equal("whisper-1", Accept((FilePart + ModelPart + End).Replace("XyZ", boundary, StringComparison.Ordinal), contentType));
    }

    [Fact]
    public void A_form_may_have_no_model() => Assert.Null(Accept(FilePart + End));

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"XyZ")]
    [InlineData("multipart/form-data; boundary=XyZ; boundary=abc")]
    [InlineData("multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("multipart/form-data; boundary=é")]
    [InlineData("multipart/mixed; boundary=XyZ")]
    [InlineData("")]
    public void A_content_type_without_a_usable_boundary_is_refused(string contentType) => Refuse(ModelPart + End, contentType);

    [Fact]
    public void A_boundary_of_70_characters_is_used()
    {
        var boundary = new string('-', 70);
        Assert.Equal("whisper-1", Accept((FilePart + ModelPart + End).Replace("XyZ", boundary, StringComparison.Ordinal), "multipart/form-data; boundary=" + boundary));
    }

    [Theory]
    [InlineData("", "no part")]
    [InlineData("{}", "no part")]
    [InlineData(ModelPart, "ends inside")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n", "ends inside")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1", "ends inside a part")]
    [InlineData("--XyZ\r\n\r\nwhisper-1\r\n" + End, "no header")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n--XyZ--\r\n", "before its content")]
    [InlineData(FilePart + "x\n--XyZ\nContent-Disposition: form-data; name=\"model\"\n\nb\r\n" + End, "must follow a CRLF")]
    [InlineData("\n" + ModelPart + End, "must follow a CRLF")]
    [InlineData(ModelPart + "--XyZabc\r\n" + End, "must be followed by")]
    [InlineData("--XyZ\nContent-Disposition: form-data; name=\"model\"\r\n\r\nb\r\n" + End, "must be followed by")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"; name=\"file\"\r\n\r\na\r\n" + End, "one name")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"file\"; name*=utf-8''model\r\n\r\na\r\n" + End, "one name")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\na\r\n" + End, "one name")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data;\r\n name=\"model\"\r\n\r\na\r\n" + End, "malformed")]
    [InlineData("--XyZ\r\nContent-Disposition : form-data; name=\"model\"\r\n\r\na\r\n" + End, "malformed")]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n" + End, "Content-Transfer-Encoding")]
    public void A_form_that_parsers_could_read_differently_is_refused(string body, string reason) =>
        Assert.Contains(reason, Refuse(body).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(ModelPart + "--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nother\r\n" + End)]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"Model\"\r\n\r\na\r\n" + End)]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n\r\n" + End)]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\nb\r\n" + End)]
    [InlineData("--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\0\r\n" + End)]
    public void A_model_that_is_contradictory_or_no_sane_name_is_the_models_fault(string body) => Assert.Equal("model", Refuse(body).Param);

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(100_000, false)]
    public void A_model_has_at_most_256_characters(int length, bool accepted)
    {
        var body = ModelPart.Replace("whisper-1", new string('模', length), StringComparison.Ordinal) + End;
        Assert.Equal(accepted, TryRead(body, Form, out _, out _));
    }

    [Fact]
    public void Headers_and_parts_are_bounded()
    {
        Refuse($"--XyZ\r\nX: {new string('x', 9000)}\r\n\r\na\r\n" + End);
        Refuse(string.Concat(Enumerable.Repeat(ModelPart, 1025)) + End);
        Accept(string.Concat(Enumerable.Repeat(ModelPart, 1024)) + End);
    }

    [Theory]
    [InlineData(FilePart + End)]
    [InlineData("A preamble\r\n" + FilePart + End)]
    public void A_model_is_inserted_ahead_of_the_first_part(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(MultipartFields.TryInsertModel(new ReadOnlySequence<byte>(bytes), Form, "通义", out var edit));
        Assert.Equal(0, edit.Length);
        var edited = Encoding.UTF8.GetString(Splice.Apply(bytes, edit));
        Assert.Equal("通义", Accept(edited));
        Assert.EndsWith(FilePart + End, edited, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\n--XyZ--")]
    [InlineData("")]
    public void A_name_that_would_break_the_form_is_not_inserted(string model) =>
        Assert.False(MultipartFields.TryInsertModel(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(FilePart + End)), Form, model, out _));

    [Fact]
    public void Broken_forms_never_throw_and_are_judged_alike_at_any_split()
    {
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(FilePart + ModelPart + End),
            Encoding.UTF8.GetBytes(ModelPart + ModelPart + FilePart + End + "tail"),
            Encoding.UTF8.GetBytes("pre\r\n" + ModelPart + End),
        ];
        var random = new Random(Fuzzing.Seed);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var body = Fuzzing.Mutate(forms[input % forms.Length], "\r\n-XyZ\";=: "u8, random);
            var accepted = MultipartFields.TryReadModel(new ReadOnlySequence<byte>(body), Form, out var model, out var fault);
            var split = input % 16 == 0 ? Segmented.Everywhere(body) : Segmented.Randomly(body, random);
            Assert.Equal(accepted, MultipartFields.TryReadModel(split, Form, out var splitModel, out var splitFault));
            Assert.Equal(model, splitModel);
            Assert.Equal(fault, splitFault);
            Assert.InRange(fault.Offset, 0, body.Length);
            if (accepted && model is null)
            {
                Assert.True(MultipartFields.TryInsertModel(split, Form, "m", out var edit));
                Assert.True(MultipartFields.TryReadModel(new ReadOnlySequence<byte>(Splice.Apply(body, edit)), Form, out model, out _));
                Assert.Equal("m", model);
            }
        }
    }

    private static string? Accept(string body, string contentType = Form)
    {
        Assert.True(TryRead(body, contentType, out var model, out var fault), fault.Message);
        return model;
    }

    private static EnvelopeFault Refuse(string body, string contentType = Form)
    {
        Assert.False(TryRead(body, contentType, out _, out var fault));
        Assert.Contains("at byte", fault.Offset > 0 ? fault.Message : "at byte", StringComparison.Ordinal);
        return fault;
    }

    // Every form is read whole and byte by byte: the result must not depend on it.
    private static bool TryRead(string body, string contentType, out string? model, out EnvelopeFault fault)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var accepted = MultipartFields.TryReadModel(new ReadOnlySequence<byte>(bytes), contentType, out model, out fault);
        if (bytes.Length < 10_000)
        {
            Assert.Equal(accepted, MultipartFields.TryReadModel(Segmented.Everywhere(bytes), contentType, out var split, out var splitFault));
            Assert.Equal(fault, splitFault);
            Assert.Equal(model, split);
        }

        return accepted;
    }
}
