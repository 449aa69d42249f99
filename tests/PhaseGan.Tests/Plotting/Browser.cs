using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace PhaseGan.Tests.Plotting;

/// <summary>
/// Headless Chromium, driven by its own debugging protocol: opens pages of a folder, moves a real pointer over them, and keeps every message
/// of the console and every error. It asks for nothing outside this machine.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly JsonSerializerOptions s_withoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket;
    private readonly List<string> _complaints = [];
    private string? _session;
    private int _last;

    private Browser(Process process, DirectoryInfo profile, ClientWebSocket socket)
    {
        (_process, _profile, _socket) = (process, profile, socket);
    }

    /// <summary>The program, or null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Messages of the console and errors of the page that is open.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Starts the browser with a profile of its own and a window of a known size.</summary>
    public static async Task<Browser> Start(int width = 1000, int height = 700)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("phasegan-browser-");
        var process = Process.Start(new ProcessStartInfo(Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}",
            string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}"), "about:blank",
        ]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        // The browser names its door in a file of the profile; what it prints is not asked for but must be read.
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        string door = Path.Combine(profile.FullName, "DevToolsActivePort");
        string[] lines = [];
        for (int wait = 0; wait < 600 && lines.Length < 2; wait++)
        {
            await Task.Delay(50);
            lines = File.Exists(door) ? await File.ReadAllLinesAsync(door) : [];
        }
        Assert.True(lines.Length >= 2, "the browser did not open its door within 30 s");
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), CancellationToken.None);
        var browser = new Browser(process, profile, socket);
        JsonElement targets = await browser.Send("Target.getTargets", new { });
        string page = targets.GetProperty("targetInfos").EnumerateArray().First(t => t.GetProperty("type").GetString() == "page").GetProperty("targetId").GetString()!;
        browser._session = (await browser.Send("Target.attachToTarget", new { targetId = page, flatten = true })).GetProperty("sessionId").GetString();
        foreach (string domain in (string[])["Page", "Runtime", "Log"])
            await browser.Send($"{domain}.enable", new { });
        return browser;
    }

    /// <summary>Opens a file and waits until a condition holds in it.</summary>
    public async Task Open(string file, string until)
    {
        _complaints.Clear();
        string address = new Uri(file).AbsoluteUri;
        await Send("Page.navigate", new { url = address });
        await Wait($"location.href === {JsonSerializer.Serialize(address)} && document.readyState === 'complete' && !!({until})");
    }

    /// <summary>Waits until a condition holds, for at most a minute.</summary>
    public async Task Wait(string condition)
    {
        if (await IsSoon(condition, 1200))
            return;
        Assert.Fail($"not so within a minute: {condition}\n{string.Join('\n', _complaints)}\n{(await Evaluate("document.body?.innerText")).GetRawText()}");
    }

    /// <summary>
    /// Presses at the place of the pointer until a condition holds, at most twenty times. A page that thins out what it hears of the pointer
    /// (plotly.js: one hover in 50 ms) can miss a press that follows a move at once, as no hand makes it.
    /// </summary>
    public async Task PressUntil(double x, double y, string condition)
    {
        for (int press = 0; press < 20; press++)
        {
            await Task.Delay(100);
            await Press(x, y);
            if (await IsSoon(condition, 60))
                return;
            await Point(x, y);
        }
        await Wait(condition);
    }

    /// <summary>The value of an expression; promises are awaited.</summary>
    public async Task<JsonElement> Evaluate(string expression)
    {
        JsonElement answer = await Send("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true, userGesture = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement details), details.ValueKind == JsonValueKind.Undefined ? "" : details.GetRawText());
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    /// <summary>The texts that a list expression gives.</summary>
    public async Task<string[]> Texts(string expression) => [.. (await Evaluate(expression)).EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>Moves the pointer to a point of the window, and presses if asked.</summary>
    public async Task Point(double x, double y, bool press = false)
    {
        // A first place beside it, so that the pointer moves.
        await Mouse("mouseMoved", x - 3, y);
        await Mouse("mouseMoved", x, y);
        if (press)
            await Press(x, y);
    }

    /// <summary>Lets pages write to the clipboard and read it, or forbids them.</summary>
    public Task AllowClipboard() => Send("Browser.grantPermissions", new { permissions = new[] { "clipboardReadWrite", "clipboardSanitizedWrite" } });

    /// <summary>Saves what is seen.</summary>
    public async Task Screenshot(string file) =>
        await File.WriteAllBytesAsync(file, (await Send("Page.captureScreenshot", new { format = "png" })).GetProperty("data").GetBytesFromBase64());

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (int attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                // Its last helpers may still be writing.
                await Task.Delay(50);
            }
        }
    }

    private async Task Press(double x, double y)
    {
        await Mouse("mousePressed", x, y);
        await Mouse("mouseReleased", x, y);
    }

    /// <summary>Whether a condition holds at one of so many looks, 50 ms apart.</summary>
    private async Task<bool> IsSoon(string condition, int looks)
    {
        for (int look = 0; look < looks; look++)
        {
            if ((await Evaluate(condition)).ValueKind == JsonValueKind.True)
                return true;
            await Task.Delay(50);
        }
        return false;
    }

    private Task<JsonElement> Mouse(string type, double x, double y) =>
        Send("Input.dispatchMouseEvent", new { type, x, y, button = type == "mouseMoved" ? "none" : "left", clickCount = type == "mouseMoved" ? 0 : 1 });

    private async Task<JsonElement> Send(string method, object parameters)
    {
        int id = ++_last;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters, sessionId = method.StartsWith("Target.", StringComparison.Ordinal) ? null : _session },
            s_withoutNulls);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            JsonElement answer = await Receive(patience.Token);
            if (answer.TryGetProperty("id", out JsonElement of) && of.GetInt32() == id)
            {
                Assert.False(answer.TryGetProperty("error", out JsonElement error), error.ValueKind == JsonValueKind.Undefined ? "" : $"{method}: {error.GetRawText()}");
                return answer.GetProperty("result");
            }
            if (answer.TryGetProperty("method", out JsonElement happened) && happened.GetString() is "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded")
                _complaints.Add(answer.GetProperty("params").GetRawText());
        }
    }

    private async Task<JsonElement> Receive(CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellation);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(Encoding.UTF8.GetString(text.ToArray())).RootElement;
    }
}
