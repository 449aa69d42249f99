namespace PhaseGan.Plotting;

/// <summary>Where a page takes plotly.js from: an address that the reader's browser asks, or a file that becomes part of the page.</summary>
public sealed class PlotlySource
{
    private PlotlySource(string name, string reference, string policy)
    {
        (Name, Reference, Policy) = (name, reference, policy);
    }

    /// <summary>The address or file, as it was given.</summary>
    public string Name { get; }

    /// <summary>What stands in the element's <c>src</c>.</summary>
    internal string Reference { get; }

    /// <summary>What the page's content security policy must allow for it.</summary>
    internal string Policy { get; }

    /// <summary>
    /// Plotly.js from an address: absolute (<c>https://…</c>, the page then needs the network) or relative to the page (<c>plotly.min.js</c>
    /// for a file beside it, which works offline and keeps pages small).
    /// </summary>
    /// <param name="address">The address; http or https if absolute; not blank.</param>
    /// <exception cref="ArgumentException">The address is blank, cannot be read, or has another scheme.</exception>
    public static PlotlySource Url(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (!Uri.TryCreate(address, UriKind.RelativeOrAbsolute, out Uri? uri) || (uri.IsAbsoluteUri && uri.Scheme is not ("http" or "https")))
            throw new ArgumentException($"{nameof(address)} must be an http or https address, or relative to the page; got '{address}'", nameof(address));
        // A page in a folder has no origin that a policy could name, so a relative address is allowed by scheme.
        return uri.IsAbsoluteUri
            ? new PlotlySource(address, uri.AbsoluteUri, uri.GetLeftPart(UriPartial.Authority))
            : new PlotlySource(address, address, "'self' file:");
    }

    /// <summary>Plotly.js from a file, which becomes part of each page (about 6 MB; 2 MB if it is the part for plane figures, plotly-cartesian.min.js), so that the page works offline and alone.</summary>
    /// <param name="path">The file, for example <c>plotly.min.js</c>.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PlotlySource File(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            // As a data address, so that no text of the script can end its element.
            return new PlotlySource(path, $"data:text/javascript;charset=utf-8;base64,{Convert.ToBase64String(System.IO.File.ReadAllBytes(path))}", "data:");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot read plotly.js from '{path}': {e.Message}", e);
        }
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
