using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PhaseGan.Sqlite;

/// <summary>The file of a store within one transaction: statements with named values, and what the file says of itself.</summary>
/// <param name="Owner">The connection, which words errors.</param>
/// <param name="Connection">The same connection, in use by this thread.</param>
/// <param name="Transaction">The transaction; null for a single statement.</param>
internal readonly record struct StoreFile(StoreConnection Owner, SqliteConnection Connection, SqliteTransaction? Transaction)
{
    /// <summary>A statement; a value named phase stands for $phase in it.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = sql;
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue("$" + name, value);
        return command;
    }

    public void Run(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, or null where there is none.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql, values);
        return command.ExecuteScalar();
    }

    /// <summary>Whether the file is the store of a sweep, and not empty.</summary>
    public bool IsMarked() => (long)Scalar("PRAGMA application_id")! == StoreConnection.ApplicationId;

    /// <summary>Makes the file the store of a sweep: what is last in making it.</summary>
    public void Mark()
    {
        Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {StoreConnection.ApplicationId}"));
        Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {StoreConnection.Format}"));
    }

    /// <summary>What SQLite's own check finds wrong, or null.</summary>
    public string? StructuralDamage() => Scalar("PRAGMA integrity_check(1)") is not "ok" and var found ? $"{found}" : null;
}
