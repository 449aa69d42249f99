using System.Globalization;
using System.Text;
using PhaseGan.Plotting;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class PageNumberTests
{
    [Fact]
    public void FourPlaces_AreThoseOfTheFormat_AlsoBesideTheMiddleBetweenTwo()
    {
        var random = new Random(7);
        var rows = new Utf8Rows();
        List<double> values = [0, 1, -0.0, 1e-5, 0.00005, 0.99995, 0.99994999, 1.5, -0.25, 1e-300, double.Epsilon];
        for (int k = 0; k < 20_000; k++)
        {
            double middle = (random.Next(10_000) + 0.5) / 10_000;
            values.AddRange([random.NextDouble(), middle, Math.BitIncrement(middle), Math.BitDecrement(middle), random.Next(10_001) / 10_000.0]);
        }
        foreach (double value in values)
        {
            rows.Clear();
            string expected = value.ToString("0.####", CultureInfo.InvariantCulture);
            bool isWritten = PageNumber.TryWrite(rows, value, PageNumber.FourPlaces);
            Assert.Equal(isWritten ? expected : "-0", isWritten ? Encoding.UTF8.GetString(rows.Bytes) : expected);
        }
    }

    [Fact]
    public void SixDigits_AreThoseOfTheFormat_WhereABrowserShowsThem()
    {
        var random = new Random(11);
        var rows = new Utf8Rows();
        List<double> values = [0, -0.0, 1e-4, Math.BitDecrement(1e-4), 1e-5, 999_999, 999_999.5, Math.BitDecrement(999_999.5), 1e6, 1.5e15, double.NaN, double.PositiveInfinity, double.Epsilon, -1e-4, 0.1, -12.5];
        for (int k = 0; k < 20_000; k++)
        {
            double size = Math.Pow(10, 13 * random.NextDouble() - 6), middle = (random.Next(100_000, 1_000_000) + 0.5) * Math.Pow(10, random.Next(-10, 2));
            values.AddRange([random.Next(2) == 0 ? size : -size, middle, Math.BitIncrement(middle), Math.BitDecrement(middle), Math.Round(size, 2)]);
        }
        foreach (double value in values)
        {
            rows.Clear();
            string expected = value.ToString("G6", CultureInfo.InvariantCulture);
            bool isWritten = PageNumber.TryWrite(rows, value, PageNumber.SixDigits);
            Assert.Equal(PageNumber.IsShownAsItIs(expected), isWritten);
            Assert.Equal(isWritten ? expected : "", Encoding.UTF8.GetString(rows.Bytes));
        }
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0", false)]
    [InlineData("-0.5", true)]
    [InlineData("0.000001", true)]
    [InlineData("0.0000001", false)]
    [InlineData("0.10", false)]
    [InlineData("00", false)]
    [InlineData("01.5", false)]
    [InlineData("1.", false)]
    [InlineData(".5", false)]
    [InlineData("1E-05", false)]
    [InlineData("123456789012345", true)]
    [InlineData("1234567890123456", false)]
    [InlineData("1.23456789012345", true)]
    [InlineData("1.234567890123456", false)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData("12a", false)]
    [InlineData("1.5a", false)]
    public void ATextIsANumberOfAPage_WhereABrowserShowsItAgain(string text, bool isShown) => Assert.Equal(isShown, PageNumber.IsShownAsItIs(text));
}
