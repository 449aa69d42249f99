using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PhaseGan.Cli;

/// <summary>Standard output. Where it is a pipe, a reader that has gone is an error: the console of .NET goes on writing to nobody.</summary>
internal static class StandardOutput
{
    private const int FileDescriptor = 1;

    // EPIPE, the same number on Linux, macOS and the BSDs.
    private const int BrokenPipe = 32;

    private const int BufferSize = 1 << 16;

    /// <summary>The writer of this process; to be flushed by <see cref="Finish"/>.</summary>
    public static TextWriter Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.Out;
        var stream = new FileStream(new SafeFileHandle(FileDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file has no reader, and two streams to one file, as of > all.txt 2>&1, must share its position, which only the console does.
        return stream.CanSeek ? Console.Out : new StreamWriter(new Pipe(stream), new UTF8Encoding(false), BufferSize) { NewLine = "\n" };
    }

    /// <summary>Writes what is left.</summary>
    /// <returns>The exit code: <paramref name="exitCode"/> unless the rest cannot be written.</returns>
    public static int Finish(TextWriter output, int exitCode)
    {
        try
        {
            output.Flush();
            return exitCode;
        }
        catch (ReaderGoneException)
        {
            return exitCode == ExitCode.Success ? ExitCode.ReaderGone : exitCode;
        }
    }

    /// <summary>A pipe that is only written to.</summary>
    private sealed class Pipe(FileStream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                stream.Write(buffer);
            }
            catch (IOException e) when (e.HResult == BrokenPipe)
            {
                throw new ReaderGoneException(e);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // the stream below keeps nothing back
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
