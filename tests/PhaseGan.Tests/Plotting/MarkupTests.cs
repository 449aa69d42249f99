using System.Xml.Linq;
using PhaseGan.Plotting;
using Xunit;

namespace PhaseGan.Tests.Plotting;

/// <summary>Texts of figures.</summary>
public sealed class MarkupTests
{
    [Theory]
    [InlineData("η_T = η_G = 2", "η[T] = η[G] = 2")]
    [InlineData("p_11", "p[11]")]
    [InlineData("p_11²", "p[11]²")]
    [InlineData("(Λ̃_1, q_2)", "(Λ̃[1], q[2])")]
    [InlineData("run_2024", "run_2024")]
    [InlineData("x_long", "x_long")]
    [InlineData("a_b_c", "a_b_c")]
    [InlineData("_1 a_", "_1 a_")]
    [InlineData("a < b_1 & c", "a < b[1] & c")]
    public void ALetterWithAShortIndex_HasASubscript_AndAllElseIsAsWritten(string text, string expected)
    {
        XElement element = XElement.Parse($"<text>{Markup.Text(text)}</text>");
        string read = string.Concat(element.Nodes().Select(n => n is XElement { Value: "\u200B" } ? "" : n is XElement below ? $"[{below.Value}]" : ((XText)n).Value));
        Assert.Equal(expected, read);
        Assert.Equal(Markup.Escape(text).Contains('_', StringComparison.Ordinal) && expected == text, element.Value.Contains('_', StringComparison.Ordinal));
    }
}
