using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Plotting;

/// <summary>One browser, and one copy of plotly.js, for all tests of a class; null where the machine has none.</summary>
public sealed class SharedBrowser : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal Browser? Browser { get; private set; }

    /// <summary>A file with plotly.js, or null.</summary>
    internal string? Plotly { get; private set; }

    /// <summary>Why there is no plotly.js.</summary>
    internal string WithoutPlotly { get; private set; } = "";

    /// <summary>A file of the folder that pages are opened from.</summary>
    internal string File(string name) => _folder.File(name);

    public async Task InitializeAsync()
    {
        if (Plotting.Browser.Program is null)
            return;
        Task<(string? File, string Reason)> plotly = PlotlyScript.Fetch(_folder.Path);
        Browser = await Plotting.Browser.Start();
        await Browser.AllowClipboard();
        (Plotly, WithoutPlotly) = await plotly;
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
    }

    /// <summary>Removes the pages.</summary>
    public void Dispose() => _folder.Dispose();
}
