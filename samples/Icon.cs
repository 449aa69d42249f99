#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// The icon of the packages: the phase diagram of one feature (Λ = Λ̃ = 1, τ = 0.2), a pixel a cell, in a frame with rounded corners and
// with lines where phases meet. Run it from the root with: dotnet run samples/Icon.cs [file]
using System.Buffers.Binary;
using System.IO.Compression;
using PhaseGan;
using PhaseGan.Plotting;

const int Side = 128, Frame = 3, Corner = 22;
const byte Line = 5, Clear = 6;

var gan = new GanParameters(realVariances: [1], fakeVariances: [1], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
PhaseDiagram diagram = new PhaseSweep(Axis.Linear("alpha", 0.02, 4, Side), Axis.Linear("eta", 0.1, 2.6, Side),
    (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)).Run(new OdePhaseClassifier());

// rows of a PNG run down and start with the number of their filter, which is 0 for none
var rows = new byte[Side * (Side + 1)];
for (int y = 0; y < Side; y++)
    for (int x = 0; x < Side; x++)
        rows[y * (Side + 1) + 1 + x] = Pixel(x, Side - 1 - y);

using FileStream png = File.Create(args.Length > 0 ? args[0] : "docs/images/icon.png");
png.Write([137, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
Chunk("IHDR", [0, 0, 0, Side, 0, 0, 0, Side, 8, 3, 0, 0, 0]);
Chunk("PLTE", [.. PhasePalette.Order.SelectMany(p => Convert.FromHexString(PhasePalette.Colour(p).AsSpan(1))), 40, 40, 40, 255, 255, 255]);
Chunk("tRNS", [255, 255, 255, 255, 255, 255, 0]);
using var pixels = new MemoryStream();
using (var deflate = new ZLibStream(pixels, CompressionLevel.SmallestSize, leaveOpen: true))
    deflate.Write(rows);
Chunk("IDAT", pixels.ToArray());
Chunk("IEND", []);

// the colour's place in the palette, for a pixel counted from the lower left corner
byte Pixel(int x, int y)
{
    double outward(int k) => Math.Max(0, Math.Max(Corner - k - 0.5, k + 0.5 - (Side - Corner)));
    double radius = Math.Sqrt(outward(x) * outward(x) + outward(y) * outward(y));
    if (radius > Corner)
        return Clear;
    bool meets = (x > 0 && diagram[x, y].Phase != diagram[x - 1, y].Phase) || (y > 0 && diagram[x, y].Phase != diagram[x, y - 1].Phase);
    return radius > Corner - Frame || meets ? Line : (byte)PhasePalette.Order.IndexOf(diagram[x, y].Phase);
}

// a length, a name, the data and the check that PNG asks for
void Chunk(string name, byte[] data)
{
    byte[] named = [.. name.Select(c => (byte)c), .. data];
    uint check = ~0u;
    foreach (byte b in named)
    {
        check ^= b;
        for (int bit = 0; bit < 8; bit++)
            check = (check >> 1) ^ ((check & 1) * 0xEDB88320u);
    }
    var number = new byte[4];
    BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
    png.Write(number);
    png.Write(named);
    BinaryPrimitives.WriteUInt32BigEndian(number, ~check);
    png.Write(number);
}
