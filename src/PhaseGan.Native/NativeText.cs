using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace PhaseGan.Native;

/// <summary>Texts for C, and words of the library as the header has them.</summary>
internal static unsafe class NativeText
{
    /// <summary>The library's names of parameters and those of the header.</summary>
    private static readonly (string Library, string Header)[] s_names =
    [
        ("realVariances", "lambda"), ("fakeVariances", "lambda_fake"), ("discriminatorRate", "tau"), ("generatorRate", "tau_tilde"), ("rateRatio", "alpha"),
        ("realNoise", "eta_t"), ("fakeNoise", "eta_g"), ("effectiveNoise", "x"), ("batchSize", "batch"),
    ];

    private static readonly (string Library, string Header) s_noise = ("noise", "eta");

    /// <summary>A text that stays where it is until the process ends.</summary>
    public static byte* Forever(string text)
    {
        int size = Encoding.UTF8.GetByteCount(text) + 1;
        byte* bytes = (byte*)NativeMemory.Alloc((nuint)size);
        Copy(text, bytes, size);
        return bytes;
    }

    /// <summary>Copies as many whole characters as fit and a zero byte; the rest of the room is zero, too.</summary>
    public static void Copy(string text, byte* to, int size)
    {
        var room = new Span<byte>(to, size);
        room.Clear();
        Utf8.FromUtf16(text, room[..^1], out _, out _);
    }

    /// <summary>Throws for a null pointer.</summary>
    public static void RequireArray(void* pointer, string name)
    {
        if (pointer == null)
            throw new ArgumentException($"{name} must not be NULL");
    }

    /// <summary>What an argument broke, in the words of the header.</summary>
    public static string Of(Exception e)
    {
        if (e is SweepException { InnerException: { } inner } sweep)
            return $"{sweep.Point}: {Of(inner)}";
        string message = Wording.Of(e);
        // a name that is a plain word, too, stands for a parameter only where a message begins
        if (message.StartsWith(s_noise.Library, StringComparison.Ordinal))
            message = s_noise.Header + message[s_noise.Library.Length..];
        foreach ((string library, string header) in s_names)
            message = message.Replace(library, header, StringComparison.Ordinal);
        return message;
    }
}
