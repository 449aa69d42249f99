namespace PhaseGan;

/// <summary>Bytes of many cells: threads make blocks of them side by side, in buffers that are used again, and the caller's thread hands them over in their order.</summary>
internal sealed class CellBlocks
{
    /// <summary>Cells of a block: some hundred kilobytes of text.</summary>
    private const int CellsOfBlock = 4096;

    /// <summary>Most threads that make blocks.</summary>
    private const int MostThreads = 8;

    /// <summary>Buffers of a thread: one is filled while the other waits for its turn.</summary>
    private const int RoomsOfThread = 2;

    private readonly List<Utf8Rows> _rooms = [];

    /// <summary>Appends what cells say.</summary>
    /// <param name="from">The first cell.</param>
    /// <param name="to">The cell after the last.</param>
    /// <param name="rows">Receives the bytes; empty at first.</param>
    public delegate void Maker(int from, int to, Utf8Rows rows);

    /// <summary>Receives a piece; the bytes are used again afterwards.</summary>
    public delegate void Receiver(ReadOnlySpan<byte> piece);

    /// <summary>Makes all cells and hands them over, on the thread that calls; a failure of either is thrown as it was.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="make">Makes a block; called from several threads at once.</param>
    /// <param name="receiver">Receives the blocks in their order.</param>
    /// <param name="threads">Most threads that make blocks; one for each processor, where nothing is said.</param>
    public void Write(int cells, Maker make, Receiver receiver, int threads = int.MaxValue)
    {
        int blocks = (cells + CellsOfBlock - 1) / CellsOfBlock;
        threads = Math.Clamp(Math.Min(Environment.ProcessorCount, blocks), 1, Math.Min(MostThreads, threads));
        while (_rooms.Count < RoomsOfThread * threads)
            _rooms.Add(new Utf8Rows());
        var run = new Run(blocks, [.. _rooms], (block, rows) => make(block * CellsOfBlock, Math.Min(cells, (block + 1) * CellsOfBlock), rows), receiver);
        Workers.Run(threads, (worker, _) => run.Work(worker), CancellationToken.None);
    }

    /// <summary>The state of one writing, which its threads share.</summary>
    private sealed class Run(int blocks, Utf8Rows[] rooms, Action<int, Utf8Rows> make, Receiver receiver)
    {
        /// <summary>Stands for the block that is next to be handed over.</summary>
        private const int HandOver = -1;

        private readonly object _lock = new();
        private readonly bool[] _ready = new bool[rooms.Length];
        private int _next, _handed;
        private bool _isHanding, _failed;

        /// <summary>Makes blocks while there are any; worker 0 hands them over, too, and ends when all are.</summary>
        public void Work(int worker)
        {
            try
            {
                while (Take(worker == 0) is { } block)
                    if (block == HandOver)
                        receiver(rooms[_handed % rooms.Length].Bytes);
                    else
                        Make(block);
            }
            catch
            {
                lock (_lock)
                {
                    _failed = true;
                    Monitor.PulseAll(_lock);
                }
                throw;
            }

            void Make(int block)
            {
                Utf8Rows room = rooms[block % rooms.Length];
                room.Clear();
                make(block, room);
                lock (_lock)
                {
                    _ready[block % rooms.Length] = true;
                    Monitor.PulseAll(_lock);
                }
            }
        }

        /// <summary>What to do next; null where nothing is left.</summary>
        private int? Take(bool handsOver)
        {
            lock (_lock)
            {
                // what this thread handed over last makes room
                if (handsOver && _isHanding)
                {
                    _ready[_handed++ % rooms.Length] = _isHanding = false;
                    Monitor.PulseAll(_lock);
                }
                while (!_failed)
                {
                    if (handsOver && _handed < blocks && _ready[_handed % rooms.Length])
                    {
                        _isHanding = true;
                        return HandOver;
                    }
                    if (_next < blocks && _next < _handed + rooms.Length)
                        return _next++;
                    if (handsOver ? _handed == blocks : _next == blocks)
                        return null;
                    Monitor.Wait(_lock);
                }
                return null;
            }
        }
    }
}
