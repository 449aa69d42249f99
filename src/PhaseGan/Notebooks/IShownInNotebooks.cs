namespace PhaseGan;

/// <summary>What a notebook shows as a table or a picture instead of as a tree of properties.</summary>
internal interface IShownInNotebooks
{
    /// <summary>The value as an element of a page.</summary>
    string ToHtml();
}
